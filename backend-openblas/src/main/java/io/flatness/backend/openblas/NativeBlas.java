package io.flatness.backend.openblas;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.openblas.global.openblas_full;

/**
 * Loads OpenBLAS and the two bindings to it: JavaCPP's, which sets threads and names the kernel, and netlib's, which
 * hands heap arrays over without a copy (JavaCPP copies every array whole, in both directions).
 */
final class NativeBlas {
    private NativeBlas() {}

    static OpenBlasGemm load(Platform platform, Path natives) {
        // JavaCPP would unpack everything into a folder of its own as soon as one of its classes loads.
        String kernel = withProperty("org.bytedeco.javacpp.loadLibraries", "false", () -> {
            for (String resource : platform.resources()) {
                System.load(natives.resolve(Natives.fileName(resource))
                        .toAbsolutePath()
                        .toString());
            }
            // One thread a call; the caller's workers are the parallelism.
            openblas_full.openblas_set_num_threads(1);
            return openblas_full.openblas_get_corename().getString();
        });
        Path library = natives.resolve(platform.library()).toAbsolutePath();
        Logger announcements = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
        Level before = announcements.getLevel();
        announcements.setLevel(Level.WARNING);
        try {
            return withProperty(
                    "dev.ludovic.netlib.blas.nativeLibPath",
                    library.toString(),
                    () -> new OpenBlasGemm(dev.ludovic.netlib.blas.NativeBLAS.getInstance(), kernel));
        } finally {
            announcements.setLevel(before);
        }
    }

    /** Both bindings are told by system properties, and read them while their classes load. */
    private static <T> T withProperty(String key, String value, java.util.function.Supplier<T> body) {
        String before = System.getProperty(key);
        System.setProperty(key, value);
        try {
            return body.get();
        } finally {
            if (before == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, before);
            }
        }
    }
}
