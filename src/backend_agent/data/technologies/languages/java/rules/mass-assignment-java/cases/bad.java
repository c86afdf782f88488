class Accounts {
    @PostMapping("/accounts") // expect: mass-assignment-java
    Account create(@RequestBody Account account) {
        return accounts.save(account);
    }
}
