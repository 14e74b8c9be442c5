use syntax::node::TypedNode;
fn main(){ let t=std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap(); for s in syntax::split(&t){ println!("{:?}\n{:?}",s, syntax::Tree::parse(t[s.range.clone()].into())); let tr=syntax::Tree::parse(t[s.range.clone()].into()); for n in tr.root().node().children(){ println!("{} {:?}",n.kind(),n.range());}} }
