def run(name, session, model):
    subprocess.run(["ls", name], check=True)
    os.system("true")
    session.exec(name)
    model.eval()
    return ast.literal_eval(name)
