@CrossOrigin(origins = "https://a.example")
class A {}
