package shop;

import jakarta.ws.rs.*;

@Path("/notes")
@Produces("application/json")
public class NoteResource {
    @Inject
    NoteStore store;

    @GET
    public List<Note> list(@QueryParam("q") String query) {
        return store.find(query);
    }

    @POST
    @RolesAllowed("editor")
    public Note create(@Valid NewNote given) {
        return store.add(given);
    }

    @DELETE
    @Path("/{id: [0-9]+}")
    public void remove(@PathParam("id") long id) {
        store.remove(id);
    }

    void helper() {}
}
