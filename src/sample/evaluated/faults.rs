//! What is planted in the self-evaluations, and what must find it.

/// What a self-evaluation carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// Score of the execution wrong: E01.
    Execution,
    /// Score of an indicator wrong: E02.
    Score,
    /// Rate of execution does not follow from the amounts: E03.
    Funds,
    /// Points for a zero target that was missed: E04.
    Zero,
    /// Score of a lower-is-better indicator wrong: E05.
    Reverse,
    /// Full marks for partly attained: E06.
    Words,
    /// A score above its points: E07.
    Beyond,
    /// Far above the target, unexplained: E08.
    FarAbove,
    /// More than half above it, unexplained: E08 as an error.
    FarOff,
    /// The total is not the sum: E09.
    Total,
    /// Points sum to 105: E10 and E19.
    Points,
    /// The grade does not fit: E11.
    Grade,
    /// A shortfall without a reason: E12.
    Silent,
    /// Another indicator than approved: E13.
    Indicators,
    /// A target lowered: E14.
    Lowered,
    /// Another budget than in the system: E15.
    Budget,
    /// Nothing written as reached: E16.
    Blank,
    /// Words for a figure: E17.
    NoFigure,
    /// The hint of the form left as conclusion: E18.
    Hint,
    /// One indicator with 32 points: E20.
    Heavy,
    /// Every figure equals its target: E21.
    Alike,
    /// Full marks though missed: E22.
    Full,
    /// More paid than budgeted: E23.
    Overpaid,
    /// Half paid, everything delivered: E24.
    HalfPaid,
    /// Satisfaction without a survey: E25.
    NoSurvey,
    /// Filed late: E26.
    Late,
    /// No evidence for a heavy indicator: E27.
    NoEvidence,
    /// Never self-evaluated: E28.
    Missing,
    /// A reason that says nothing: E29.
    Boilerplate,
    /// Late, and full marks: E30.
    LateFull,
    /// The evidence shows another figure: R04.
    Untrue,
    /// The treasury paid less: R10.
    Treasury,
    /// The same indicator counted twice: R20.
    Double,
    /// Problems and measures word for word as in others of its department: R11.
    Copied,
    /// Conclusion word for word as in another department: R19.
    Borrowed,
}

impl Fault {
    /// The rules that must find it in the form or beside it, and nothing else.
    pub const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Execution => &["E01"],
            Self::Score => &["E02"],
            Self::Funds => &["E03"],
            Self::Zero => &["E04"],
            Self::Reverse => &["E05"],
            Self::Words => &["E06"],
            Self::Beyond => &["E07"],
            Self::FarAbove | Self::FarOff => &["E08"],
            Self::Total => &["E09"],
            Self::Points => &["E10", "E19"],
            Self::Grade => &["E11"],
            Self::Silent => &["E12"],
            Self::Indicators => &["E13"],
            Self::Lowered => &["E14"],
            Self::Budget => &["E15"],
            Self::Blank => &["E16"],
            Self::NoFigure => &["E17"],
            Self::Hint => &["E18"],
            Self::Heavy => &["E20"],
            Self::Alike => &["E21"],
            Self::Full => &["E22"],
            Self::Overpaid => &["E23"],
            Self::HalfPaid => &["E24"],
            Self::NoSurvey => &["E25"],
            Self::Late => &["E26"],
            Self::NoEvidence => &["E27"],
            Self::Missing => &["E28"],
            Self::Boilerplate => &["E29"],
            Self::LateFull => &["E30"],
            Self::Untrue => &["R04"],
            Self::Treasury => &["R10"],
            Self::Double => &["R20"],
            Self::Copied => &["R11"],
            Self::Borrowed => &["R19"],
        }
    }
}

/// How many self-evaluations carry what, in the order in which they are met.
pub const PLANTED: [(Fault, usize); 35] = [
    (Fault::Execution, 3),
    (Fault::Score, 4),
    (Fault::Funds, 2),
    (Fault::Zero, 2),
    (Fault::Reverse, 3),
    (Fault::Words, 3),
    (Fault::Beyond, 2),
    (Fault::FarAbove, 3),
    (Fault::FarOff, 2),
    (Fault::Total, 3),
    (Fault::Points, 2),
    (Fault::Grade, 2),
    (Fault::Silent, 3),
    (Fault::Indicators, 3),
    (Fault::Lowered, 4),
    (Fault::Budget, 2),
    (Fault::Blank, 2),
    (Fault::NoFigure, 3),
    (Fault::Hint, 2),
    (Fault::Heavy, 2),
    (Fault::Alike, 3),
    (Fault::Full, 4),
    (Fault::Overpaid, 2),
    (Fault::HalfPaid, 2),
    (Fault::NoSurvey, 2),
    (Fault::Late, 2),
    (Fault::NoEvidence, 3),
    (Fault::Missing, 4),
    (Fault::Boilerplate, 3),
    (Fault::LateFull, 3),
    (Fault::Untrue, 5),
    (Fault::Treasury, 3),
    (Fault::Double, 2),
    (Fault::Copied, 3),
    (Fault::Borrowed, 2),
];
