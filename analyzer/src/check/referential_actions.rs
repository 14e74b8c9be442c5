//! Referential actions: what `onDelete` and `onUpdate` ask for, and whether the database, or Prisma, can do it.

use super::Checker;
use super::config::{Settings, settings};
use super::edits::{Edit, field_called};
use super::relations::Side;
use super::rule::rules;
use super::shape;
use crate::item::Arity;
use ::syntax::TextRange;
use providers::capabilities::has;
use providers::referential_actions::{ReferentialAction, allowed_actions, is_without_effect};
use providers::{Capability, Provider, RelationMode};

rules! {
    UNSUPPORTED: Error "relation-action-unsupported" "A referential action that the database does not have",
    WITHOUT_EFFECT: Warning "relation-set-default-mysql" "`SetDefault` in MySQL, which does not do it",
    SET_NULL: Error "relation-set-null-required" "`SetNull` in a relation whose fields cannot be empty",
    SET_NULL_WARNING: Warning "relation-set-null-required-warning" "`SetNull` in a relation whose fields cannot be empty, in PostgreSQL",
}

pub(super) fn check(checker: &mut Checker, side: &Side) {
    let settings = settings(checker.db, checker.schema);
    if !settings.is_provider_clear() {
        return;
    }
    let actions = [("onDelete", side.relation.on_delete), ("onUpdate", side.relation.on_update)];
    for (argument, action) in actions {
        let Some(action) = action else { continue };
        let allowed = allowed_actions(settings.provider, settings.relation_mode());
        // A mode that the database does not have was reported.
        if !allowed.is_empty() && !allowed.contains(&action) {
            unsupported(checker, side, argument, action, settings);
            continue;
        }
        if is_without_effect(settings.provider, settings.relation_mode(), action) {
            let message = "MySQL accepts `SetDefault` and then refuses the change. Choose another action.";
            let value = value_of(side, argument);
            let block = checker.block;
            let finding = checker.report(&WITHOUT_EFFECT, side.argument_range(argument), message);
            if let Some(range) = value {
                finding.fix("Change to `NoAction`", false, block, [(range, "NoAction".to_owned())]);
            }
        }
        if action == ReferentialAction::SetNull && side.relation.arity != Arity::List {
            set_null(checker, side, argument, settings);
        }
    }
}

fn unsupported(
    checker: &mut Checker,
    side: &Side,
    argument: &str,
    action: ReferentialAction,
    settings: &Settings,
) {
    let mode = settings.relation_mode();
    let who = match (mode, settings.provider) {
        (RelationMode::Prisma, _) => "Prisma, which keeps relations itself here,",
        (_, provider) => provider.map_or("The database", Provider::display_name),
    };
    let allowed = allowed_actions(settings.provider, mode);
    let names: Vec<_> = allowed.iter().map(|action| format!("`{}`", action.name())).collect();
    let message = format!("{who} does not have `{}`. It has {}.", action.name(), names.join(", "));
    let block = checker.block;
    let value = value_of(side, argument);
    let without = side.arguments(&[argument]).first().map(|argument| checker.without_argument(argument));
    let finding =
        checker.report(&UNSUPPORTED, value.unwrap_or_else(|| side.argument_range(argument)), message);
    // Both refuse to delete a row that others refer to.
    let instead = match action {
        ReferentialAction::Restrict => ReferentialAction::NoAction,
        ReferentialAction::NoAction => ReferentialAction::Restrict,
        other => other,
    };
    if let Some(range) = value.filter(|_| allowed.contains(&instead)) {
        let name = instead.name();
        finding.fix(format!("Change to `{name}`"), false, block, [(range, name.to_owned())]);
    }
    if let Some(without) = without {
        finding.fix(format!("Remove `{argument}`"), false, block, [without]);
    }
}

/// Where the value of an argument of `@relation` stands.
fn value_of(side: &Side, argument: &str) -> Option<TextRange> {
    Some(side.arguments(&[argument]).first()?.value.as_ref()?.range)
}

fn set_null(checker: &mut Checker, side: &Side, argument: &str, settings: &Settings) {
    let block = checker.block;
    let own = shape(checker.db, block);
    let cannot_be_empty =
        |name: &&String| own.field(name).is_some_and(|field| field.arity != Arity::Optional);
    let Some(name) = side.relation.fields.iter().flatten().find(cannot_be_empty) else { return };
    let is_warning = settings.relation_mode() == RelationMode::ForeignKeys
        && has(settings.provider, Capability::SetNullOnRequiredIsWarningInForeignKeysMode);
    let rule = if is_warning { &SET_NULL_WARNING } else { &SET_NULL };
    let message = format!(
        "`{name}` cannot be empty, so it cannot be set to null. Make it optional together with the relation, or choose another action."
    );
    let edits = optional(side);
    let without = side.arguments(&[argument]).first().map(|argument| checker.without_argument(argument));
    let finding = checker.report(rule, side.argument_range(argument), message);
    if let Some(edits) = edits {
        finding.fix("Make the relation optional", false, block, edits);
    }
    if let Some(without) = without {
        finding.fix(format!("Remove `{argument}`"), false, block, [without]);
    }
    if let Some(field) = side.item.fields.iter().find(|field| field.name.text == *name) {
        finding.related(block, field.name.range, "this field cannot be empty");
    }
}

/// The edits that make a relation optional, and the fields that it refers with. None if one of them must have a value.
fn optional(side: &Side) -> Option<Vec<Edit>> {
    let fields = side.relation.fields.iter().flatten().map(|name| field_called(side.item, name));
    let mut edits = Vec::new();
    for field in fields.chain([Some(side.field)]) {
        let field = field?;
        let ty = field.ty.as_ref()?;
        match ty.arity {
            Arity::Required if field.attribute("id").is_none() => {
                edits.push((TextRange::empty(ty.range.end()), "?".to_owned()));
            }
            Arity::Optional => {}
            _ => return None,
        }
    }
    Some(edits)
}
