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
    /// All of them.
    const ALL: [Self; 6] = [
        Self::Judged(Judgement::Right),
        Self::Judged(Judgement::Wrong),
        Self::Judged(Judgement::Debatable),
        Self::Skip,
        Self::Back,
        Self::Quit,
    ];

    /// The answer that a text is in one language of the program: a word, or one of its keys.
    pub fn read(text: &str, ui: &Ui) -> Option<Self> {
        let is = |known: &str| known.to_lowercase() == text.to_lowercase();
        let is_it = |answer: &Self| is(answer.word(ui)) || ui.say(answer.keys()).split_whitespace().any(is);
        Self::ALL.into_iter().find(is_it)
    }

    fn keys(self) -> &'static str {
        match self {
            Self::Judged(Judgement::Right) => "try-right-keys",
            Self::Judged(Judgement::Wrong) => "try-wrong-keys",
            Self::Judged(Judgement::Debatable) => "try-debatable-keys",
            Self::Skip => "try-skip-keys",
            Self::Back => "try-back-keys",
            Self::Quit => "try-quit-keys",
        }
    }

    /// The word for it.
    pub fn word(self, ui: &Ui) -> &str {
        match self {
            Self::Judged(judgement) => judgement.word(ui),
            Self::Skip => ui.say("try-skip"),
            Self::Back => ui.say("try-back"),
            Self::Quit => ui.say("try-quit"),
        }
    }
}
