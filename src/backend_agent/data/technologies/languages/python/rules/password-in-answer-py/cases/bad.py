class User:
    def to_dict(self):
        return {
            "name": self.name,
            "password": self.password,  # expect: password-in-answer-py
        }


class Seen(ModelSerializer):
    class Meta:
        # expect: password-in-answer-py
        model = User
        fields = "__all__"
@router.get("/admin/reset")
def reset_password(accounts):
    new_password = accounts.reset()
    return {"password": new_password}  # expect: password-in-answer-py
