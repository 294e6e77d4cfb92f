//! The sample of lines as lines of JSON, for a saved tally, in one order, so that equal tallies are equal lines. The struct here is the
//! published shape.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::sample::LineSample;
use crate::kinds::collector::{BrokenLine, SavedSum};

/// An article of the sample: the hash of what it says, and those of its lines, in hexadecimal, one after the other.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedLines {
    article: String,
    lines: String,
}

impl SavedSum for LineSample {
    fn lines(&self) -> usize {
        self.articles().len()
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for (article, lines) in self.articles() {
            let lines = lines.iter().map(|hash| format!("{hash:08x}")).collect();
            serde_json::to_writer(&mut *out, &SavedLines { article: format!("{article:016x}"), lines })
                .map_err(io::Error::other)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn read(lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<Self, BrokenLine> {
        let mut sample = Self::default();
        for (number, line) in lines {
            let saved: SavedLines =
                serde_json::from_slice(line).map_err(|error| BrokenLine::damaged(number, &error))?;
            let (article, lines) = saved.read().ok_or_else(|| BrokenLine {
                number,
                message: "the tally is damaged: a hash is no number".to_owned(),
            })?;
            sample.insert(article, lines);
        }
        Ok(sample)
    }
}

impl SavedLines {
    fn read(&self) -> Option<(u64, Box<[u32]>)> {
        let article = u64::from_str_radix(&self.article, 16).ok()?;
        let hash = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let (hashes, rest) = self.lines.as_bytes().as_chunks::<8>();
        let hashes: Option<Box<[u32]>> = hashes.iter().map(|digits| hash(digits)).collect();
        Some((article, hashes.filter(|_| rest.is_empty())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_and_damage_is_told() {
        let mut sample = LineSample::default();
        (0..50).for_each(|article| sample.insert(article << 58, [7, 1 << 31, u32::MAX].into()));
        let mut bytes = Vec::new();
        sample.write(&mut bytes).unwrap();
        let read = |bytes: &[u8]| {
            LineSample::read(
                &mut bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(|line| (3, line)),
            )
        };
        assert_eq!(read(&bytes).as_ref(), Ok(&sample));
        for line in
            ["{\"article\":\"x\",\"lines\":\"\"}", "{\"article\":\"1\",\"lines\":\"0000000\"}", "{\"article\":\"1\"}"]
        {
            assert_eq!(read(line.as_bytes()).err().map(|broken| broken.number), Some(3), "{line}");
        }
    }
}
