package io.flatness.backend.openblas;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The platforms whose natives can be had, and the files each one loads. */
enum Platform {
    LINUX_X86_64(
            "linux-x86_64",
            "libjnijavacpp.so",
            List.of(
                    "libgcc_s.so.1",
                    "libquadmath.so.0",
                    "libgfortran.so.5",
                    "libopenblas.so.0",
                    "libjniopenblas_full.so")),
    LINUX_ARM64(
            "linux-arm64",
            "libjnijavacpp.so",
            List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0", "libjniopenblas_full.so")),
    MACOSX_ARM64(
            "macosx-arm64",
            "libjnijavacpp.dylib",
            List.of(
                    "libgcc_s.1.1.dylib",
                    "libquadmath.0.dylib",
                    "libgfortran.5.dylib",
                    "libopenblas.0.dylib",
                    "libjniopenblas_full.dylib")),
    WINDOWS_X86_64("windows-x86_64", "jnijavacpp.dll", List.of("libopenblas.dll", "jniopenblas_full.dll"));

    private final String id;
    private final String javacpp;
    private final List<String> openblas;

    Platform(String id, String javacpp, List<String> openblas) {
        this.id = id;
        this.javacpp = javacpp;
        this.openblas = openblas;
    }

    /** The platform of the values that Java has for {@code os.name} and {@code os.arch}. */
    static Optional<Platform> of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64");
        boolean x86 = osArch.equals("amd64") || osArch.equals("x86_64");
        if (os.startsWith("linux") && (x86 || arm)) {
            return Optional.of(x86 ? LINUX_X86_64 : LINUX_ARM64);
        }
        if (os.startsWith("mac") && arm) {
            return Optional.of(MACOSX_ARM64);
        }
        if (os.startsWith("windows") && x86) {
            return Optional.of(WINDOWS_X86_64);
        }
        return Optional.empty();
    }

    /** As JavaCPP names it. */
    String id() {
        return id;
    }

    /** Class-path resources of the natives, in the order in which they load. */
    List<String> resources() {
        List<String> all = new java.util.ArrayList<>();
        all.add("org/bytedeco/javacpp/" + id + "/" + javacpp);
        openblas.forEach(file -> all.add("org/bytedeco/openblas/" + id + "/" + file));
        return List.copyOf(all);
    }

    /** File name of OpenBLAS itself. */
    String library() {
        return openblas.get(openblas.size() - 2);
    }

    String cacheVariable() {
        return this == WINDOWS_X86_64 ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    }

    String homeCache() {
        return switch (this) {
            case WINDOWS_X86_64 -> "AppData/Local";
            case MACOSX_ARM64 -> "Library/Caches";
            default -> ".cache";
        };
    }
}
