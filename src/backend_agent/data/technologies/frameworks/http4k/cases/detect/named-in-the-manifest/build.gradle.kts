dependencies {
    implementation("org.example:http4k-core:1.0")
}
