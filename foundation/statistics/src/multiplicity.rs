/// How p-values of many comparisons are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// Controls the share of false finds among all finds; the comparisons may depend positively.
    /// Source: Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate", J. R. Stat. Soc. B 57 (1995).
    BenjaminiHochberg,
    /// As that, whatever the dependence. Source: Y. Benjamini and D. Yekutieli, Annals of Statistics 29 (2001).
    BenjaminiYekutieli,
    /// Controls the chance of any false find, whatever the dependence.
    /// Source: S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Stat. 6 (1979).
    Holm,
    /// As Holm with more finds, for independent or positively dependent comparisons.
    /// Source: Y. Hochberg, "A Sharper Bonferroni Procedure for Multiple Tests of Significance", Biometrika 75 (1988).
    Hochberg,
    /// Each p-value times their number.
    Bonferroni,
}

/// The adjusted p-values, in the order given, each 0 to 1: a find at level α is one that is at most α.
///
/// None for none. `None` when a p-value lies outside 0 to 1.
///
/// ```
/// use statistics::multiplicity::{Adjustment, adjust};
/// assert_eq!(adjust(&[0.25, 0.01], Adjustment::Holm), Some(vec![0.25, 0.02]));
/// ```
#[must_use]
pub fn adjust(p_values: &[f64], adjustment: Adjustment) -> Option<Vec<f64>> {
    if p_values.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return None;
    }
    let count = p_values.len();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|left, right| p_values[*left].total_cmp(&p_values[*right]));
    let harmonic: f64 = (1..=count).map(|place| 1.0 / place as f64).sum();
    let factor = |place: usize| match adjustment {
        Adjustment::BenjaminiHochberg => count as f64 / (place + 1) as f64,
        Adjustment::BenjaminiYekutieli => harmonic * count as f64 / (place + 1) as f64,
        Adjustment::Holm | Adjustment::Hochberg => (count - place) as f64,
        Adjustment::Bonferroni => count as f64,
    };
    let scaled = |place: usize| (p_values[order[place]] * factor(place)).min(1.0);
    let mut adjusted = vec![0.0; count];
    let mut bound = if adjustment == Adjustment::Holm { 0.0_f64 } else { 1.0 };
    for step in 0..count {
        // Holm goes up from the smallest, the others come down from the largest.
        let place = if adjustment == Adjustment::Holm { step } else { count - 1 - step };
        bound = match adjustment {
            Adjustment::Holm => bound.max(scaled(place)),
            Adjustment::Bonferroni => scaled(place),
            _ => bound.min(scaled(place)),
        };
        adjusted[order[place]] = bound;
    }
    Some(adjusted)
}

#[cfg(test)]
mod tests;
