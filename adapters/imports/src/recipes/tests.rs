use super::*;

#[test]
fn every_preset_that_comes_with_the_program_is_sound() {
    let shapes = [people::SHAPES, customers::SHAPES, usage::SHAPES].concat();
    for text in PRESETS {
        let (recipes, asides) = preset(text, &shapes).unwrap();
        assert_eq!(asides.len(), text.matches("[[aside]]").count());
        assert_eq!(recipes.len(), text.matches("[[files]]").count());
        for recipe in recipes {
            let required = recipe
                .shape
                .columns
                .iter()
                .zip(&recipe.columns)
                .filter(|(column, _)| column.required && recipe.snapshot != Some(column.name));
            assert!(required.clone().all(|(_, wanted)| wanted.is_some()), "{}", recipe.shape.object);
        }
    }
}

#[test]
fn presets_can_name_alternatives_constants_and_meanings() {
    let text = r#"
        name = "crm"
        source = "crm"
        [[files]]
        object = "surveys"
        [files.columns]
        response_id = ["id", "record id"]
        account_id = { via = "contracts", from = ["Contract"] }
        kind = { constant = "nps" }
        score = { from = "Answer", values = { Bad = "2" } }
        responded_on = "date"
    "#;
    let (recipes, _) = preset(text, customers::SHAPES).unwrap();
    let wanted = |name: &str| recipes[0].columns[recipes[0].shape.position(name).unwrap()].clone().unwrap();
    assert_eq!(wanted("response_id").headings, ["id", "recordid"]);
    assert_eq!(wanted("account_id").via.as_deref(), Some("contracts"));
    assert_eq!(wanted("kind").constant.as_deref(), Some("nps"));
    assert_eq!(wanted("score").values["bad"], "2");
    assert!(preset(&text.replace("score", "skore"), customers::SHAPES).unwrap_err().contains("have no column skore"));
}
