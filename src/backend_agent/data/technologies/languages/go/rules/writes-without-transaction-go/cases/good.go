package shop

func (s *Store) Order(order *Order) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(order).Error; err != nil {
			return err
		}
		return tx.Save(order.Stock).Error
	})
}
