package shop;

@Controller
class Login {
    @RequestMapping("/login")
    String login(@RequestBody Credentials given) {
        return tokens.issue(given);
    }
}

class NotAController {
    @GetMapping("/nothing")
    String nothing() {
        return "";
    }
}
