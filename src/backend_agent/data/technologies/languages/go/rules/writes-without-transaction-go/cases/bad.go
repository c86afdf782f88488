package shop

// expect: writes-without-transaction-go
func (s *Store) Order(order *Order) error {
	if err := s.db.Create(order).Error; err != nil {
		return err
	}
	return s.db.Save(order.Stock).Error
}
