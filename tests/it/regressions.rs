//! One test for each bug that was fixed, named for what went wrong, with the article reduced to the least that showed it.
