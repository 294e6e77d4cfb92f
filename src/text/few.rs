//! Values of which there is nearly always one: one takes no memory of its own.

use std::ops::Deref;
use std::slice;

/// Values in order.
#[derive(Debug, Clone, Default)]
pub enum Few<T> {
    /// None.
    #[default]
    None,
    /// One.
    One(T),
    /// Any number.
    Many(Vec<T>),
}

impl<T> Few<T> {
    /// None, with room for so many.
    #[must_use]
    pub fn with_room(count: usize) -> Self {
        if count > 1 { Self::Many(Vec::with_capacity(count)) } else { Self::None }
    }

    /// Adds a value after the others.
    pub fn push(&mut self, value: T) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(value),
            Self::One(first) => Self::Many(vec![first, value]),
            Self::Many(mut values) => {
                values.push(value);
                Self::Many(values)
            }
        };
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(value) => slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut all = Self::None;
        values.into_iter().for_each(|value| all.push(value));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_in_order_however_many_there_are() {
        for count in 0..4 {
            let expected: Vec<usize> = (0..count).collect();
            assert_eq!(*(0..count).collect::<Few<usize>>(), *expected);
            let mut values = Few::with_room(count);
            (0..count).for_each(|value| values.push(value));
            assert_eq!(*values, *expected);
            assert_eq!(values, (0..count).collect());
        }
    }
}
