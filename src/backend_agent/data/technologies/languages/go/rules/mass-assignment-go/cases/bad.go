package shop

func Create(c *gin.Context) {
	// expect: mass-assignment-go
	var account models.Account
	if err := c.ShouldBindJSON(&account); err != nil {
		return
	}
	db.Create(&account)
}
