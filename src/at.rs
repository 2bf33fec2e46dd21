//! Where in a caller's value something stands. It becomes a text only when there is something to say about it.

use crate::text::push_digits;

/// A JSON path such as `amount` or `extras.addFriends[0].type`, as a chain that borrows from its parents.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    /// A name at the root; the empty one is the root itself.
    Name(&'a str),
    /// A field of the object there.
    Field(&'a At<'a>, &'a str),
    /// An item of the array there.
    Item(&'a At<'a>, usize),
}

/// The field `name` of the request itself.
#[cfg(any(feature = "client", test))]
pub(crate) const fn at(name: &str) -> At<'_> {
    At::Name(name)
}

impl<'a> From<&'a str> for At<'a> {
    fn from(name: &'a str) -> At<'a> {
        At::Name(name)
    }
}

impl At<'_> {
    /// A field of the object here.
    #[must_use]
    pub const fn field<'b>(&'b self, name: &'b str) -> At<'b> {
        At::Field(self, name)
    }

    /// An item of the array here.
    #[must_use]
    pub const fn item(&self, index: usize) -> At<'_> {
        At::Item(self, index)
    }

    /// The path as text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match *self {
            At::Name(name) => text.push_str(name),
            At::Field(parent, name) => {
                parent.write(text);
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            At::Item(parent, index) => {
                parent.write(text);
                text.push('[');
                push_digits(text, index as u64);
                text.push(']');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_in_javascript() {
        let (root, packages) = (at(""), at("packages"));
        assert_eq!(root.field("amount").text(), "amount");
        assert_eq!(packages.item(1).field("products").item(0).field("price").text(), "packages[1].products[0].price");
    }
}
