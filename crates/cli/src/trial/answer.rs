//! What an editor can say when a finding is shown. The words and keys are in the words of the program.

use copydesk::report::Ui;

/// What a finding is judged to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// An editor wants to know of it.
    Right,
    /// A false alarm.
    Wrong,
    /// Editors would quarrel about it.
    Debatable,
}

impl Judgement {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Right, Self::Wrong, Self::Debatable];

    /// The word for it.
    pub fn word(self, ui: &Ui) -> &str {
        ui.say(match self {
            Self::Right => "try-right",
            Self::Wrong => "try-wrong",
            Self::Debatable => "try-debatable",
        })
    }

    fn keys(self) -> &'static str {
        match self {
            Self::Right => "try-right-keys",
            Self::Wrong => "try-wrong-keys",
            Self::Debatable => "try-debatable-keys",
        }
    }
}

/// What an editor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// What the finding is.
    Judged(Judgement),
    /// Nothing of this one.
    Skip,
    /// To see the one before again.
    Back,
    /// To see no more.
    Quit,
}

impl Answer {
    /// The answer that a text is in one language of the program: a word, or one of its keys.
    pub fn read(text: &str, ui: &Ui) -> Option<Self> {
        let is = |word: &str, keys: &str| {
            let same = |key: &str| key.to_lowercase() == text.to_lowercase();
            same(ui.say(word)) || ui.say(keys).split_whitespace().any(same)
        };
        let judged = Judgement::ALL.into_iter().find(|judgement| is(judgement.word(ui), judgement.keys()));
        let others = [
            (Self::Skip, "try-skip", "try-skip-keys"),
            (Self::Back, "try-back", "try-back-keys"),
            (Self::Quit, "try-quit", "try-quit-keys"),
        ];
        let other = || others.into_iter().find(|(_, word, keys)| is(word, keys)).map(|(answer, ..)| answer);
        judged.map(Self::Judged).or_else(other)
    }
}
