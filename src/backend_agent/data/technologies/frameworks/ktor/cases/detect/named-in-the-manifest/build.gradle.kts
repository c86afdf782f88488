dependencies {
    implementation("org.example:ktor-server-core:1.0")
}
