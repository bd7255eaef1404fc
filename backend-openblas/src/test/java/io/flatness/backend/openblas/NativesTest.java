package io.flatness.backend.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
    private final Platform here = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
            .orElseThrow();
    private final Natives natives = new Natives(here, NativesTest.class.getClassLoader());

    @TempDir
    private Path temporary;

    @Test
    void unpacksOnceAndLeavesNothingElseBehind() throws IOException {
        Path cache = temporary.resolve("not/yet/there");
        Path folder = natives.unpackedIn(cache);
        assertEquals(cache, folder.getParent());
        assertEquals(List.of(folder), list(cache));
        Path library = folder.resolve(here.library());
        Object before = Files.readAttributes(library, "lastModifiedTime,fileKey");
        assertEquals(folder, natives.unpackedIn(cache));
        assertEquals(before, Files.readAttributes(library, "lastModifiedTime,fileKey"));
    }

    @Test
    void aDamagedFolderIsUnpackedAnew() throws IOException {
        Path folder = natives.unpackedIn(temporary);
        Path library = folder.resolve(here.library());
        long size = Files.size(library);
        Files.write(library, new byte[10]);
        assertEquals(folder, natives.unpackedIn(temporary));
        assertEquals(size, Files.size(library));
        assertEquals(List.of(folder), list(temporary));
    }

    @Test
    void aCacheThatCannotBeCreatedIsReplacedByATemporaryFolder() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        Path folder = natives.unpackedIn(file.resolve("cache"));
        assertNotEquals(file, folder.getParent());
        assertTrue(Files.isRegularFile(folder.resolve(here.library())));
    }

    @Test
    void nativesThatAreNotInstalledAreNamed() {
        Platform other = here == Platform.MACOSX_ARM64 ? Platform.LINUX_ARM64 : Platform.MACOSX_ARM64;
        Natives missing = new Natives(other, NativesTest.class.getClassLoader());
        String message = assertThrows(IOException.class, () -> missing.unpackedIn(temporary))
                .getMessage();
        assertEquals(
                "this installation has no natives for " + other.id() + ": "
                        + other.resources().get(0) + " is not on the class path",
                message);
    }

    @Test
    void knowsItsPlatforms() {
        assertEquals(Optional.of(Platform.LINUX_X86_64), Platform.of("Linux", "amd64"));
        assertEquals(Optional.of(Platform.LINUX_ARM64), Platform.of("Linux", "aarch64"));
        assertEquals(Optional.of(Platform.MACOSX_ARM64), Platform.of("Mac OS X", "aarch64"));
        assertEquals(Optional.of(Platform.WINDOWS_X86_64), Platform.of("Windows 11", "amd64"));
        assertEquals(Optional.empty(), Platform.of("Linux", "riscv64"));
        assertEquals(Optional.empty(), Platform.of("Mac OS X", "x86_64"));
    }

    @Test
    void theCacheFolderIsTheUsersChoiceThenTheSystems() {
        Path home = Path.of("/home/ada");
        Map<String, String> both = Map.of("FLATNESS_CACHE", "/a", "XDG_CACHE_HOME", "/b");
        assertEquals(Path.of("/a"), CacheFolder.of(Platform.LINUX_X86_64, both, home));
        assertEquals(
                Path.of("/b/flatness"), CacheFolder.of(Platform.LINUX_X86_64, Map.of("XDG_CACHE_HOME", "/b"), home));
        Path ofHome = home.resolve(".cache/flatness");
        assertEquals(ofHome, CacheFolder.of(Platform.LINUX_X86_64, Map.of("XDG_CACHE_HOME", "b"), home));
        assertEquals(ofHome, CacheFolder.of(Platform.LINUX_X86_64, Map.of(), home));
        assertEquals(home.resolve("Library/Caches/flatness"), CacheFolder.of(Platform.MACOSX_ARM64, Map.of(), home));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
