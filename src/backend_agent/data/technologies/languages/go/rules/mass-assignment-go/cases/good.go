package shop

func Create(c *gin.Context) {
	var given NewAccount
	if err := c.ShouldBindJSON(&given); err != nil {
		return
	}
	db.Create(&models.Account{Name: given.Name})
}
