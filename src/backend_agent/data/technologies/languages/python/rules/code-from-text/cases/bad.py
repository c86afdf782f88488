def run(name):
    eval(name)  # expect: code-from-text
    os.system(f"rm {name}")  # expect: code-from-text
    subprocess.run("ls " + name, shell=True)  # expect: code-from-text
