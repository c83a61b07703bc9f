use syn::visit::{self, Visit};
use syn::{Attribute, Block, FnArg, Ident, Item, Signature};

use crate::repository::Source;

/// A function, method or declared method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`.
    pub line: usize,
    /// From `fn` to the closing brace; 1 for a declaration without a body.
    pub line_count: usize,
    /// `self` not counted.
    pub parameter_count: usize,
    /// Whether it is itself a test.
    pub is_test: bool,
    /// Whether a trait chose its name and parameters.
    pub given_by_trait: bool,
}

/// A type, trait or alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// The line of the name.
    pub line: usize,
}

/// A module declared without a body, to be found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The modules with bodies around it, then its own name.
    pub names: Vec<String>,
    /// What `#[path]` says, if there is one.
    pub path: Option<String>,
}

/// What a source file declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// In reading order.
    pub functions: Vec<Function>,
    /// In reading order.
    pub types: Vec<Named>,
    /// Modules for tests with a body in place.
    pub inline_tests: Vec<Named>,
    /// In reading order.
    pub modules: Vec<Declared>,
}

impl Outline {
    /// Reads a source.
    ///
    /// # Errors
    /// With a sentence, when it is not Rust.
    pub fn of(text: &str) -> Result<Self, String> {
        let file = syn::parse_file(text).map_err(|error| format!("line {}: {error}", error.span().start().line))?;
        let mut reader = Reader::default();
        reader.visit_file(&file);
        declared(&file.items, &[], &mut reader.outline.modules);
        Ok(reader.outline)
    }

    /// The sources that can be read, with what they declare.
    #[must_use]
    pub fn all<'a>(sources: &[Source<'a>]) -> Vec<(Source<'a>, Self)> {
        sources.iter().filter_map(|source| Some((*source, Self::of(source.text).ok()?))).collect()
    }
}

#[derive(Default)]
struct Reader {
    outline: Outline,
    in_trait_impl: bool,
}

impl Reader {
    fn add_function(&mut self, attributes: &[Attribute], signature: &Signature, block: Option<&Block>) {
        let line = signature.fn_token.span.start().line;
        let last = block.map_or(line, |block| block.brace_token.span.close().end().line);
        self.outline.functions.push(Function {
            name: plain(&signature.ident),
            line,
            line_count: last - line + 1,
            parameter_count: signature.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_))).count(),
            is_test: attributes.iter().any(is_test),
            given_by_trait: self.in_trait_impl,
        });
    }

    fn add_type(&mut self, ident: &Ident) {
        self.outline.types.push(named(ident));
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let around = std::mem::replace(&mut self.in_trait_impl, false);
        self.add_function(&item.attrs, &item.sig, Some(&item.block));
        visit::visit_item_fn(self, item);
        self.in_trait_impl = around;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add_function(&item.attrs, &item.sig, Some(&item.block));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.add_function(&item.attrs, &item.sig, item.default.as_ref());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let around = std::mem::replace(&mut self.in_trait_impl, item.trait_.is_some());
        visit::visit_item_impl(self, item);
        self.in_trait_impl = around;
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.add_type(&item.ident);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.add_type(&item.ident);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.add_type(&item.ident);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.add_type(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_some() && item.attrs.iter().any(is_for_tests) {
            self.outline.inline_tests.push(named(&item.ident));
        }
        visit::visit_item_mod(self, item);
    }
}

/// The name without the mark of a raw identifier.
fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

fn named(ident: &Ident) -> Named {
    Named { name: plain(ident), line: ident.span().start().line }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let words = |list: &syn::MetaList| {
        let text = list.tokens.to_string();
        text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "test")
    };
    attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok_and(words)
}

fn declared(items: &[Item], around: &[String], found: &mut Vec<Declared>) {
    for item in items {
        let Item::Mod(item) = item else { continue };
        let names: Vec<String> = around.iter().cloned().chain([plain(&item.ident)]).collect();
        match &item.content {
            Some((_, inner)) => declared(inner, &names, found),
            None => found.push(Declared { names, path: item.attrs.iter().find_map(path_of) }),
        }
    }
}

fn path_of(attribute: &Attribute) -> Option<String> {
    let pair = attribute.meta.require_name_value().ok().filter(|pair| pair.path.is_ident("path"))?;
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
