//! How the data types of the specification look in JSON.

use serde_json::{Map, Number, Value};
use stratum_core::binary_sv2::{
    B016MOwned, B0255Owned, B032Owned, B064KOwned, Seq0255Owned, Seq064KOwned, Str0255Owned,
    Sv2OptionOwned, U256Owned,
};
use stratum_core::common_messages_sv2;

/// One notation; the reference's types alone do not tell STR0_255 from B0_255.
pub trait Kind<T> {
    fn read(value: Value) -> Result<T, String>;
    fn write(value: &T) -> Value;
}

/// U8 to U64.
pub struct Int;
pub struct Bool;
pub struct F32;
/// U256: most significant digit first.
pub struct Big;
/// STR0_255: text, or `{"hex": ...}` where it is not UTF-8.
pub struct Text;
/// B0_32 to B0_16M: hex in wire order.
pub struct Bytes;
/// The U8 that the reference has an enumeration for.
pub struct Protocol;
/// OPTION\[K\]: a value or null.
pub struct Maybe<K>(K);
/// SEQ0_255\[K\] and SEQ0_64K\[K\].
pub struct Seq<K>(K);

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Kind<$type> for Int {
            fn read(value: Value) -> Result<$type, String> {
                value
                    .as_u64()
                    .and_then(|number| number.try_into().ok())
                    .ok_or_else(|| format!("not a {}: {}", stringify!($type), brief(&value)))
            }

            fn write(value: &$type) -> Value {
                (*value).into()
            }
        }
    )*};
}
integers!(u8, u16, u32, u64);

impl Kind<bool> for Bool {
    fn read(value: Value) -> Result<bool, String> {
        value.as_bool().ok_or_else(|| not("a boolean", &value))
    }

    fn write(value: &bool) -> Value {
        (*value).into()
    }
}

impl Kind<f32> for F32 {
    fn read(value: Value) -> Result<f32, String> {
        let number = match &value {
            Value::Number(number) => number,
            // JSON has no literal for these.
            Value::String(text) => match text.as_str() {
                "NaN" => return Ok(f32::NAN),
                "Infinity" => return Ok(f32::INFINITY),
                "-Infinity" => return Ok(f32::NEG_INFINITY),
                _ => return Err(not("a number", &value)),
            },
            _ => return Err(not("a number", &value)),
        };
        // By way of f64 a literal would be rounded twice.
        match number.as_str().parse::<f32>() {
            Ok(parsed) if parsed.is_finite() => Ok(parsed),
            _ => Err(not("an F32", &value)),
        }
    }

    fn write(value: &f32) -> Value {
        if value.is_nan() {
            "NaN".into()
        } else if value.is_infinite() {
            (if *value > 0.0 {
                "Infinity"
            } else {
                "-Infinity"
            })
            .into()
        } else {
            // The shortest digits that read back as the same f32.
            Value::Number(Number::from_string_unchecked(format!("{value:?}")))
        }
    }
}

impl Kind<U256Owned> for Big {
    fn read(value: Value) -> Result<U256Owned, String> {
        let mut bytes = hex_bytes(&value)?;
        bytes.reverse();
        U256Owned::new(bytes).map_err(|error| error.to_string())
    }

    fn write(value: &U256Owned) -> Value {
        value.reversed_hex_string().into()
    }
}

impl Kind<Str0255Owned> for Text {
    fn read(value: Value) -> Result<Str0255Owned, String> {
        let bytes = match &value {
            Value::String(text) => text.clone().into_bytes(),
            Value::Object(object) if object.len() == 1 && object.contains_key("hex") => {
                hex_bytes(&object["hex"])?
            }
            _ => return Err(not("a text", &value)),
        };
        Str0255Owned::new(bytes).map_err(|error| error.to_string())
    }

    fn write(value: &Str0255Owned) -> Value {
        match std::str::from_utf8(value.as_bytes()) {
            Ok(text) => text.into(),
            Err(_) => {
                let mut object = Map::new();
                object.insert("hex".to_string(), hex::encode(value.as_bytes()).into());
                object.into()
            }
        }
    }
}

macro_rules! bytes {
    ($($type:ty),*) => {$(
        impl Kind<$type> for Bytes {
            fn read(value: Value) -> Result<$type, String> {
                <$type>::new(hex_bytes(&value)?).map_err(|error| error.to_string())
            }

            fn write(value: &$type) -> Value {
                hex::encode(value.as_bytes()).into()
            }
        }
    )*};
}
bytes!(B032Owned, B0255Owned, B064KOwned, B016MOwned);

impl Kind<common_messages_sv2::Protocol> for Protocol {
    fn read(value: Value) -> Result<common_messages_sv2::Protocol, String> {
        <Int as Kind<u8>>::read(value)?
            .try_into()
            .map_err(|()| "the reference has no such protocol".to_string())
    }

    fn write(value: &common_messages_sv2::Protocol) -> Value {
        (*value as u8).into()
    }
}

impl<K: Kind<T>, T> Kind<Sv2OptionOwned<T>> for Maybe<K> {
    fn read(value: Value) -> Result<Sv2OptionOwned<T>, String> {
        let inner = if value.is_null() {
            None
        } else {
            Some(K::read(value)?)
        };
        Ok(Sv2OptionOwned::new(inner))
    }

    fn write(value: &Sv2OptionOwned<T>) -> Value {
        value.as_ref().map_or(Value::Null, K::write)
    }
}

macro_rules! sequences {
    ($($type:ident),*) => {$(
        impl<K: Kind<T>, T> Kind<$type<T>> for Seq<K> {
            fn read(value: Value) -> Result<$type<T>, String> {
                let Value::Array(elements) = value else {
                    return Err(not("an array", &value));
                };
                let elements = elements.into_iter().map(K::read).collect::<Result<_, _>>()?;
                $type::new(elements).map_err(|error| error.to_string())
            }

            fn write(value: &$type<T>) -> Value {
                value.iter().map(K::write).collect()
            }
        }
    )*};
}
sequences!(Seq0255Owned, Seq064KOwned);

/// The fields of an object, each of which has to be asked for once.
pub struct Fields(Map<String, Value>);

impl Fields {
    pub fn parse(line: &str) -> Result<Self, String> {
        match serde_json::from_str(line) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            Ok(value) => Err(not("an object", &value)),
            Err(error) => Err(format!("not JSON: {error}")),
        }
    }

    pub fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(object) => Ok(Self(object)),
            value => Err(not("an object", &value)),
        }
    }

    pub fn optional(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    pub fn value(&mut self, name: &str) -> Result<Value, String> {
        self.optional(name)
            .ok_or_else(|| format!("{name} is missing"))
    }

    pub fn text(&mut self, name: &str) -> Result<String, String> {
        match self.value(name)? {
            Value::String(text) => Ok(text),
            value => Err(format!("{name}: {}", not("a text", &value))),
        }
    }

    pub fn take<K: Kind<T>, T>(&mut self, name: &str) -> Result<T, String> {
        K::read(self.value(name)?).map_err(|error| format!("{name}: {error}"))
    }

    /// A misspelt name must not go unnoticed.
    pub fn finish(self) -> Result<(), String> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(format!("{name} is not known here")),
        }
    }
}

pub fn hex_bytes(value: &Value) -> Result<Vec<u8>, String> {
    let text = value.as_str().ok_or_else(|| not("hex digits", value))?;
    hex::decode(text).map_err(|error| format!("not hex digits: {error}"))
}

fn not(wanted: &str, value: &Value) -> String {
    format!("not {wanted}: {}", brief(value))
}

/// Values can be megabytes long.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        None => text,
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}
