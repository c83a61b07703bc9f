use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;

/// ISO 4217 alphabetic codes in use, with the number of digits of their minor unit where it is not 2.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL \
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD \
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES \
VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";
const NO_MINOR: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const THREE_MINOR: &str = "BHD IQD JOD KWD LYD OMR TND";

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// The text is not an ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not an ISO 4217 currency code such as USD or EUR")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// The United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal digits the minor unit has: 2 for USD, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn minor_digits(&self) -> u32 {
        if NO_MINOR.contains(self.code()) {
            0
        } else if THREE_MINOR.contains(self.code()) {
            3
        } else {
            2
        }
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let code = text.trim().to_ascii_uppercase();
        match <[u8; 3]>::try_from(code.as_bytes()) {
            // Three letters stand in the list only as a whole: between any two codes lies a blank.
            Ok(letters) if letters.iter().all(u8::is_ascii_uppercase) && CODES.contains(&*code) => Ok(Self(letters)),
            _ => Err(UnknownCurrency(text.trim().to_owned())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in a currency. Amounts of different currencies never add up by accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// In major units (dollars, not cents).
    pub amount: Decimal,
    /// What the amount is in.
    pub currency: Currency,
}

impl Money {
    /// An amount in major units.
    #[must_use]
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The sum, or `None` when the currencies differ or the sum does not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let amount = self.amount.checked_add(other.amount)?;
        (self.currency == other.currency).then_some(Self { amount, ..self })
    }

    /// Whole minor units (cents), or `None` when the amount has a finer fraction or does not fit.
    #[must_use]
    pub fn minor_units(self) -> Option<i64> {
        let scaled = self.amount.checked_mul(Decimal::from(10_i64.pow(self.currency.minor_digits())))?;
        if scaled.fract().is_zero() { i64::try_from(scaled.trunc()).ok() } else { None }
    }

    /// The amount that so many minor units (cents) make.
    #[must_use]
    pub fn from_minor_units(units: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(units, currency.minor_digits()), currency }
    }
}

#[cfg(test)]
mod tests;
