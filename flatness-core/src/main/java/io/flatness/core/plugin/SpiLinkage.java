package io.flatness.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the SPI of the host has everything that a compiled class uses of it. A plugin built against another version is
 * recognized before it runs, instead of failing in the middle of an experiment.
 */
final class SpiLinkage {
    private final ClassLoader host;
    private final Map<String, Optional<ClassFile>> known = new HashMap<>();

    SpiLinkage(ClassLoader host) {
        this.host = host;
    }

    /** What the class needs of the SPI and the host lacks, as a phrase: {@code uses X}; {@code null} if nothing. */
    @Nullable
    String firstMissing(byte[] classBytes) throws IOException {
        ClassFile user = new ClassFile(classBytes);
        for (String name : user.classes()) {
            if (PluginClassLoader.shared(name) && find(name).isEmpty()) {
                return "uses " + readable(name) + ", which this Flatness does not have";
            }
        }
        for (ClassFile.Member member : user.members()) {
            if (PluginClassLoader.shared(member.owner()) && !has(member.owner(), member.signature())) {
                return "uses " + readable(member.owner()) + "." + member.signature()
                        + ", which this Flatness does not have";
            }
        }
        return firstUnimplemented(user);
    }

    private @Nullable String firstUnimplemented(ClassFile user) throws IOException {
        String superclass = user.superclass();
        if (user.isAbstract() || superclass == null || !superclass.startsWith("java/")) {
            return null; // a superclass of its own may implement anything
        }
        for (String name : user.interfaces()) {
            if (PluginClassLoader.shared(name)) {
                String open = firstOpen(
                        name, superclass, new HashSet<>(user.declared().keySet()));
                if (open != null) {
                    return "lacks the method " + open + " of " + readable(name);
                }
            }
        }
        return null;
    }

    private @Nullable String firstOpen(String name, String superclass, Set<String> implemented) throws IOException {
        ClassFile type = find(name).orElseThrow();
        for (Map.Entry<String, Boolean> method : type.declared().entrySet()) {
            String signature = method.getKey();
            if (method.getValue() && !implemented.contains(signature) && !has(superclass, signature)) {
                return signature;
            }
            implemented.add(signature);
        }
        for (String parent : type.interfaces()) {
            String open = PluginClassLoader.shared(parent) ? firstOpen(parent, superclass, implemented) : null;
            if (open != null) {
                return open;
            }
        }
        return null;
    }

    private static String readable(String internalName) {
        return internalName.replace('/', '.');
    }

    private boolean has(String name, String signature) throws IOException {
        Optional<ClassFile> type = find(name);
        if (type.isEmpty()) {
            return false;
        }
        if (type.get().declared().containsKey(signature)) {
            return true;
        }
        String superclass = type.get().superclass();
        if (superclass != null && has(superclass, signature)) {
            return true;
        }
        for (String parent : type.get().interfaces()) {
            if (has(parent, signature)) {
                return true;
            }
        }
        return false;
    }

    private Optional<ClassFile> find(String name) throws IOException {
        Optional<ClassFile> found = known.get(name);
        if (found == null) {
            try (InputStream in = host.getResourceAsStream(name + ".class")) {
                found = in == null ? Optional.empty() : Optional.of(new ClassFile(in.readAllBytes()));
            }
            known.put(name, found);
        }
        return found;
    }
}
