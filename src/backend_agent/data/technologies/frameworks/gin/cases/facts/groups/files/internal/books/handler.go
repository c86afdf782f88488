package books

type store interface{}

type Handler struct {
	store store
}

func New(s store) *Handler {
	return &Handler{store: s}
}
