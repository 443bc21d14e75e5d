package io.laserstreams.schema.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a registry's certificate is checked against is the JVM's trust store; here it takes the
 * place of the JVM's.
 */
@Tag("slow")
class TlsTest {
  private static final String PASSWORD = "secret";

  @TempDir private Path folder;
  private StandInRegistry registry;
  private SSLSocketFactory jvms;

  @BeforeEach
  void start() throws Exception {
    jvms = HttpsURLConnection.getDefaultSSLSocketFactory();
    registry = StandInRegistry.startWith(contextOf(certificate("server", "ip:127.0.0.1")));
  }

  @AfterEach
  void stop() {
    HttpsURLConnection.setDefaultSSLSocketFactory(jvms);
    registry.close();
  }

  @Test
  void shouldAskARegistryThatTheJvmTrusts() throws Exception {
    trust(folder.resolve("server"));
    registry.reply(200, "{\"compatibilityLevel\":\"NONE\"}");
    assertEquals("NONE", RegistryClient.at(registry.url()).compatibility("s"));
    assertEquals(List.of("GET /config/s"), registry.asked());
  }

  @Test
  void shouldNotAskARegistryThatTheJvmDoesNotTrust() {
    SSLException e =
        assertThrows(
            SSLException.class, () -> RegistryClient.at(registry.url()).compatibility("s"));
    assertTrue(
        RegistryAnswers.describe(e, "/").contains("unable to find valid certification path"),
        e.getMessage());
    assertEquals(List.of(), registry.asked());
  }

  @Test
  void shouldNotAskARegistryWhoseCertificateIsForAnother() throws Exception {
    registry.close();
    registry =
        StandInRegistry.startWith(contextOf(certificate("other", "dns:registry.example.com")));
    trust(folder.resolve("other"));
    SSLException e =
        assertThrows(
            SSLException.class, () -> RegistryClient.at(registry.url()).compatibility("s"));
    assertTrue(e.getMessage().contains("127.0.0.1"), e.getMessage());
    assertEquals(List.of(), registry.asked());
  }

  /** A key with its own certificate, made by the JDK's keytool. */
  private Path certificate(String name, String host) throws Exception {
    Path store = folder.resolve(name);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertEquals(0, keytool.waitFor(), said);
    return store;
  }

  private static SSLContext contextOf(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("registry", keys.getCertificate("registry"));
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }

  private static void trust(Path store) throws Exception {
    HttpsURLConnection.setDefaultSSLSocketFactory(contextOf(store).getSocketFactory());
  }
}
