package shop;

import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/api/notes")
public class Notes {
    private final Store store;

    Notes(Store store) {
        this.store = store;
    }

    @GetMapping
    List<Note> list(@RequestParam("q") String query) {
        return store.find(query);
    }

    @GetMapping("/{id:[0-9]+}")
    Note read(@PathVariable("id") long id) {
        return store.read(id);
    }

    @PreAuthorize("hasRole('EDITOR')")
    @PostMapping(value = "/", consumes = "application/json")
    Note create(@Valid @RequestBody NewNote given) {
        return store.add(given);
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.DELETE, produces = "application/json")
    void remove(@PathVariable long id, Principal caller) {
        store.remove(id, caller.getName());
    }

    // @PutMapping("/ghost")
    void helper() {}
}
