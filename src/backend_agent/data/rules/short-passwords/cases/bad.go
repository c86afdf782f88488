package a

type SignUp struct {
	Password string `json:"password" validate:"required,min=6"` // expect: short-passwords
}
