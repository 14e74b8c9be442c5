fn main() {
    let mut args = std::env::args().skip(1);
    let (mut file, mut base, mut previews, mut schemas) = (String::new(), None, Vec::new(), Vec::new());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--base" => base = args.next(),
            "--previews" => previews = args.next().unwrap().split(',').map(str::to_owned).collect(),
            "--schemas" => schemas = args.next().unwrap().split(',').map(str::to_owned).collect::<Vec<_>>(),
            _ => file = arg,
        }
    }
    let catalog: introspection::Catalog =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    use introspection::pull::*;
    let pulled = match base {
        None => {
            let options = Options::new(&catalog, !schemas.is_empty(), &previews);
            pull(
                &catalog,
                &Target::New {
                    provider: catalog.server.product.provider(),
                    schemas: &schemas,
                    previews: &previews,
                },
                &options,
            )
        }
        Some(base) => {
            let mut workspace = analyzer::Workspace::new();
            let schema = workspace.add_schema(analyzer::Dialect::Prisma7);
            let text = std::fs::read_to_string(base).unwrap();
            workspace.add_file(schema, &text);
            let snapshot = workspace.snapshot();
            let options = Options::of(&snapshot, schema, &catalog);
            let mut pulled = pull(
                &catalog,
                &Target::Schema { snapshot: &snapshot, schema, force: false, new_blocks: None },
                &options,
            );
            if pulled.files.is_empty() {
                pulled.files.push(PulledFile { file: None, text })
            }
            pulled
        }
    };
    print!("{}", pulled.files[0].text);
    eprint!("{}", pulled.warnings);
}
