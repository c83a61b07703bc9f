/// Accounts on record.
pub const ACCOUNTS: usize = 12;
/// ARR at 00:00 of 2024-10-01: 24 + 120 + 36 + 12 + 100 + 30 + 10 + 40 + 150 thousand.
pub const ARR_2024_10_01: i64 = 522_000;
/// Accounts that pay at 00:00 of 2024-10-01.
pub const PAYING_2024_10_01: usize = 9;
/// ARR at 00:00 of 2025-01-01: 30 + 120 + 12 + 80 + 10 + 45 + 9 + 150 + 15 thousand.
pub const ARR_2025_01_01: i64 = 471_000;
/// Accounts that pay at 00:00 of 2025-01-01: all but.
pub const PAYING_2025_01_01: usize = 9;

/// New ARR in 2024-Q4: A-12.
pub const NEW_ARR_Q4: i64 = 15_000;
/// Expansion in 2024-Q4: A-01 by 6,000 and A-08 by 5,000.
pub const EXPANSION_ARR_Q4: i64 = 11_000;
/// Contraction in 2024-Q4: A-05.
pub const CONTRACTION_ARR_Q4: i64 = 20_000;
/// Churned ARR in 2024-Q4: A-03 with 36,000 and A-06 with 30,000. A-07 only lapses, for nineteen days.
pub const CHURNED_ARR_Q4: i64 = 66_000;
/// Reactivated ARR in 2024-Q4: A-09.
pub const REACTIVATED_ARR_Q4: i64 = 9_000;
/// Accounts lost in 2024-Q4.
pub const LOST_LOGOS_Q4: &[&str] = &["A-03", "A-06"];
/// Accounts lost in 2024-Q2: A-09 (which returns in November) and A-11.
pub const LOST_LOGOS_Q2: &[&str] = &["A-09", "A-11"];
/// Logo churn of 2024-Q4: lost and opening accounts.
pub const LOGO_CHURN_Q4: (i64, i64) = (2, 9);
/// Gross revenue retention of 2024-Q4, point to point: 522 - 66 - 20 of 522 thousand.
pub const GROSS_RETENTION_Q4: (i64, i64) = (436_000, 522_000);
/// Net revenue retention of 2024-Q4: what the opening cohort pays at the closing, 436 + 11 of 522 thousand.
pub const NET_RETENTION_Q4: (i64, i64) = (447_000, 522_000);

/// ARR that changes hands in 2024-Q4: A-04 goes from Maya to Dan on 2024-11-01.
pub const TRANSFERRED_ARR_Q4: i64 = 12_000;
/// Owner-days of Dan and Ines in the 180 days before A-06 left on 2024-12-01.
pub const CREDIT_DAYS_A06: (i32, i32) = (89, 91);

/// The figures of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Whose, by e-mail address.
    pub email: &'static str,
    /// Accounts owned and paying at 00:00 of 2024-10-01.
    pub accounts_2024_10_01: usize,
    /// Their ARR.
    pub arr_2024_10_01: i64,
    /// Accounts owned and paying at 00:00 of 2025-01-01.
    pub accounts_2025_01_01: usize,
    /// Their ARR.
    pub arr_2025_01_01: i64,
    /// Touchpoints in 2024-Q4, whatever became of them.
    pub touchpoints_q4: usize,
    /// Business reviews held and due in 2024-Q4.
    pub reviews_q4: (usize, usize),
    /// ARR of expansion opportunities won in 2024-Q4.
    pub won_arr_q4: i64,
    /// The target for it.
    pub expansion_target_q4: i64,
    /// Hours on administration and all hours in 2024-Q4.
    pub admin_hours_q4: (i64, i64),
}

/// What is expected of each CSM, by name.
pub const PEOPLE: [Expected; 3] = [
    Expected {
        email: crate::DAN,
        accounts_2024_10_01: 3,
        arr_2024_10_01: 150_000,
        accounts_2025_01_01: 5,
        arr_2025_01_01: 162_000,
        touchpoints_q4: 3,
        reviews_q4: (2, 2),
        won_arr_q4: 5_000,
        expansion_target_q4: 5_000,
        admin_hours_q4: (24, 80),
    },
    Expected {
        email: crate::INES,
        accounts_2024_10_01: 2,
        arr_2024_10_01: 180_000,
        accounts_2025_01_01: 2,
        arr_2025_01_01: 159_000,
        // One of them a no-show, one an e-mail nobody answered.
        touchpoints_q4: 3,
        reviews_q4: (1, 1),
        won_arr_q4: 0,
        expansion_target_q4: 20_000,
        admin_hours_q4: (12, 80),
    },
    Expected {
        email: crate::MAYA,
        accounts_2024_10_01: 4,
        arr_2024_10_01: 192_000,
        accounts_2025_01_01: 2,
        arr_2025_01_01: 150_000,
        touchpoints_q4: 4,
        reviews_q4: (1, 2),
        won_arr_q4: 6_000,
        expansion_target_q4: 10_000,
        admin_hours_q4: (16, 80),
    },
];

/// Promoters, detractors and answers of 2024-Q4: 9, 10, 4, 7, 9, 8.
pub const NPS_Q4: (usize, usize, usize) = (3, 1, 6);
/// Sum and number of csat survey answers of 2024-Q4: 5, 3, 4.
pub const CSAT_Q4: (i64, usize) = (12, 3);
/// Days from sign-up to first value.
pub const DAYS_TO_FIRST_VALUE: [i32; 2] = [40, 60];
