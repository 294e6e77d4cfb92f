//! What is written for a match, as .NET writes it: `$1` and `${name}` for groups, and a dollar that is nothing of the kind for itself.

/// Something a replacement is made of.
enum Part<'t> {
    Text(&'t str),
    /// A group, by its number or name.
    Group(&'t str),
}

/// Whether a replacement asks for what one of the groups of its pattern matched.
pub fn refers_to_groups(text: &str, groups: usize) -> bool {
    parts(text, groups).iter().any(|part| matches!(part, Part::Group(_)))
}

/// A replacement as it is written here, for a pattern with so many groups.
pub fn in_our_replacement(text: &str, groups: usize) -> String {
    let written = |part: Part<'_>| match part {
        Part::Text(text) => text.replace('$', "$$"),
        // Here letters behind a number would belong to the name.
        Part::Group(name) => format!("${{{name}}}"),
    };
    parts(text, groups).into_iter().map(written).collect()
}

fn parts(text: &str, groups: usize) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('$') {
        parts.push(Part::Text(before));
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = after.split_at_checked(digits);
        let known = |name: &str| name.parse().is_ok_and(|number: usize| number <= groups);
        let braced = after.strip_prefix('{').and_then(|after| after.split_once('}'));
        if let Some((name, behind)) = number.filter(|(name, _)| groups > 0 && known(name)) {
            parts.push(Part::Group(name));
            rest = behind;
        } else if let Some((name, behind)) = braced.filter(|_| groups > 0) {
            parts.push(Part::Group(name));
            rest = behind;
        } else {
            parts.push(Part::Text("$"));
            rest = after.strip_prefix('$').filter(|_| groups > 0).unwrap_or(after);
        }
    }
    parts.push(Part::Text(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_told_from_dollars() {
        for (text, groups, ours) in [
            ("$1ize", 1, "${1}ize"),
            ("$2 of ${name}s", 2, "${2} of ${name}s"),
            ("cost $5", 0, "cost $$5"),
            ("cost $5 a $1", 1, "cost $$5 a ${1}"),
            ("US$", 1, "US$$"),
            ("$$1", 1, "$$1"),
        ] {
            assert_eq!(in_our_replacement(text, groups), ours, "{text}");
        }
        assert!(refers_to_groups("$1s", 1) && !refers_to_groups("$1s", 0) && !refers_to_groups("$3", 2));
    }
}
