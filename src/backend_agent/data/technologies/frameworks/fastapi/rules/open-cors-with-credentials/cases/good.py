app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.origins,
    allow_credentials=True,
)
app.add_middleware(CORSMiddleware, allow_origins=["*"])
