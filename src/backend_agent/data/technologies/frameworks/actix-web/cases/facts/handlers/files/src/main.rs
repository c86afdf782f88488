use actix_web::{delete, get, post, web, Responder};

#[get("/notes")]
async fn list(store: web::Data<Store>) -> impl Responder {
    web::Json(store.all())
}

/// Makes one.
#[post("/notes")]
async fn create(claims: Claims, given: web::Json<NewNote>) -> impl Responder {
    store(claims, given)
}

#[delete("/notes/{id}")]
async fn remove(id: web::Path<u64>) -> impl Responder {
    forget(id)
}

fn helper() {}
