namespace Shop;

[ApiController]
[Route("api/notes")]
public class NotesController : ControllerBase
{
    [HttpGet]
    public IEnumerable<Note> List() => store.All();

    [Authorize(Roles = "editor")]
    [HttpPost]
    public ActionResult<Note> Create([FromBody] NewNote given)
    {
        return Ok(store.Add(given));
    }

    [HttpDelete("{id:int}")]
    [AllowAnonymous]
    public IActionResult Remove(int id)
    {
        store.Remove(id);
        return NoContent();
    }

    private void Helper() { }
}
