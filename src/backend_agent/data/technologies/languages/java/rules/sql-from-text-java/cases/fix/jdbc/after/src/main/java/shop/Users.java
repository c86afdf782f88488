package shop;

class Users {
  void find(JdbcTemplate jdbcTemplate, EntityManager em, String name) {
    jdbcTemplate.queryForList("SELECT id FROM users WHERE name = ?", name);
    em.createQuery("SELECT u FROM User u WHERE u.name = :name").setParameter("name", name).getResultList();
  }
}
