//! Messages of Vale, with `%s` for values.

/// A message with names for its values: the first `%s` is the first name, and so on; the last name stands for all further ones.
pub fn with_names(message: &str, names: &[&str]) -> String {
    let mut out = String::with_capacity(message.len());
    let mut next = 0;
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let number = after.strip_prefix('[').and_then(|after| after.split_once("]s"));
        if let Some((number, behind)) =
            number.and_then(|(number, behind)| Some((number.parse::<usize>().ok()?, behind)))
        {
            out.push_str(names.get(number.saturating_sub(1)).or(names.last()).copied().unwrap_or_default());
            rest = behind;
        } else if let Some(behind) = after.strip_prefix('s') {
            out.push_str(names.get(next).or(names.last()).copied().unwrap_or_default());
            next += 1;
            rest = behind;
        } else {
            out.push('%');
            rest = after.strip_prefix('%').unwrap_or(after);
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_get_names() {
        assert_eq!(with_names("Avoid '%s'.", &["{match}"]), "Avoid '{match}'.");
        let names = ["{replacement}", "{match}"];
        assert_eq!(with_names("'%s', not '%s'", &names), "'{replacement}', not '{match}'");
        assert_eq!(with_names("not '%[2]s': '%[1]s'", &names), "not '{match}': '{replacement}'");
        assert_eq!(with_names("100%% or 5% of it", &names), "100% or 5% of it");
    }
}
