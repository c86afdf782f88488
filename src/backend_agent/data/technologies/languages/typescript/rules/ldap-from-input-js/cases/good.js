const filter = new Equality({ attribute: "uid", value: user });
