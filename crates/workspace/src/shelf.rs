//! What is put aside between the two passes of a run where memory has no room for it: in a file of the system's temporary folder
//! that has no name, so that nobody else finds it and it is gone with the run, whatever ends that.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::Mutex;

/// Bytes that are written at a time.
const BUFFER: usize = 256 << 10;

/// A shelf that is being filled.
#[derive(Debug, Default)]
pub struct Shelf {
    file: Option<BufWriter<File>>,
    /// How many bytes are on it.
    length: u64,
    /// Whether the system would not have it.
    is_broken: bool,
}

/// Where something lies on a shelf.
#[derive(Debug, Clone, Copy)]
pub struct ShelfPlace {
    start: u64,
    length: usize,
}

/// A shelf that is filled.
#[derive(Debug, Default)]
pub struct FilledShelf(Option<Mutex<File>>);

impl Shelf {
    /// Whether anything can be put on it, as far as is known.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.is_broken
    }

    /// Puts bytes on it, one part behind the other; nothing, if the system has no room either.
    pub fn put(&mut self, parts: &[&[u8]]) -> Option<ShelfPlace> {
        if self.is_broken {
            return None;
        }
        let start = self.length;
        let written = self.write(parts);
        self.is_broken = written.is_err();
        let length = written.ok()?;
        self.length += length as u64;
        Some(ShelfPlace { start, length })
    }

    fn write(&mut self, parts: &[&[u8]]) -> io::Result<usize> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::with_capacity(BUFFER, tempfile::tempfile()?)),
        };
        parts.iter().try_for_each(|part| file.write_all(part))?;
        Ok(parts.iter().map(|part| part.len()).sum())
    }

    /// The shelf when all is on it.
    #[must_use]
    pub fn close(self) -> FilledShelf {
        FilledShelf(self.file.and_then(|file| file.into_inner().ok()).map(Mutex::new))
    }
}

impl FilledShelf {
    /// What lies in a place; nothing, if it cannot be had any more.
    #[must_use]
    pub fn get(&self, place: ShelfPlace) -> Option<Vec<u8>> {
        let mut file = self.0.as_ref()?.lock().ok()?;
        let mut bytes = vec![0; place.length];
        file.seek(SeekFrom::Start(place.start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_on_a_shelf_is_there_in_any_order() {
        let mut shelf = Shelf::default();
        let large = vec![7; BUFFER * 2];
        let places = [&b"one"[..], b"", &large].map(|bytes| shelf.put(&[bytes, b"!"]).unwrap());
        let shelf = shelf.close();
        assert_eq!(shelf.get(places[1]).as_deref(), Some(&b"!"[..]));
        assert_eq!(shelf.get(places[0]).as_deref(), Some(&b"one!"[..]));
        assert_eq!(shelf.get(places[2]).map(|bytes| bytes.len()), Some(BUFFER * 2 + 1));
        assert!(FilledShelf::default().get(places[0]).is_none());
    }
}
