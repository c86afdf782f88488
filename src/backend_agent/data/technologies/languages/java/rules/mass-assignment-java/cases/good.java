class Accounts {
    @PostMapping("/accounts")
    Account create(@RequestBody NewAccount given) {
        return accounts.save(new Account(given.name()));
    }
}
