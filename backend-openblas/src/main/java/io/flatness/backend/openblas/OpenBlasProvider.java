package io.flatness.backend.openblas;

import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.linalg.GemmProvider;
import io.flatness.spi.linalg.GemmUnavailableException;
import java.io.IOException;
import java.nio.file.Path;

/** Serves {@code backend: openblas}. */
public final class OpenBlasProvider implements GemmProvider {
    @Override
    public String name() {
        return OpenBlasGemm.NAME;
    }

    @Override
    public Gemm load() {
        Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
                .orElseThrow(() -> new GemmUnavailableException(
                        "OpenBLAS has no natives for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch"),
                        null));
        Path cache = CacheFolder.of(platform, System.getenv(), Path.of(System.getProperty("user.home")));
        try {
            Path natives = new Natives(platform, OpenBlasProvider.class.getClassLoader()).unpackedIn(cache);
            return NativeBlas.load(platform, natives);
        } catch (IOException e) {
            throw new GemmUnavailableException(
                    "OpenBLAS could not be unpacked into " + cache + " (" + e + "); set FLATNESS_CACHE to a folder that"
                            + " can be written to",
                    e);
        } catch (LinkageError | RuntimeException e) {
            throw new GemmUnavailableException("OpenBLAS did not load: " + e, e);
        }
    }
}
