package io.flatness.core.linalg;

import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.linalg.GemmProvider;
import io.flatness.spi.linalg.GemmUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The matrix products an experiment may ask for: ojAlgo, which runs everywhere, and those found as services. */
public final class Backends {
    /** The name that takes the fastest product that loads. */
    public static final String AUTO = "auto";

    private static final String OJALGO = "ojalgo";

    private final List<GemmProvider> providers;

    /** The given providers, in order of preference, beside plain Java. */
    public Backends(List<GemmProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** The providers on the class path. */
    public static Backends installed() {
        List<GemmProvider> found = new ArrayList<>();
        ServiceLoader.load(GemmProvider.class, Backends.class.getClassLoader()).forEach(found::add);
        return new Backends(found);
    }

    /** The names {@link #choose} understands: {@code auto}, {@code ojalgo} and those that are installed. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(AUTO, OJALGO));
        for (GemmProvider provider : providers) {
            if (!names.contains(provider.name())) {
                names.add(provider.name());
            }
        }
        return List.copyOf(names);
    }

    /**
     * The product for a name.
     *
     * @param name one of {@link #names()}
     * @throws GemmUnavailableException when the named one does not load; {@code auto} and {@code ojalgo} always do
     * @throws IllegalArgumentException for a name that is none of {@link #names()}
     */
    public Choice choose(String name) {
        if (name.equals(AUTO)) {
            return fastest();
        }
        if (name.equals(OJALGO)) {
            return new Choice(new JavaGemm(), Optional.empty());
        }
        for (GemmProvider provider : providers) {
            if (provider.name().equals(name)) {
                return new Choice(load(provider), Optional.empty());
            }
        }
        throw new IllegalArgumentException(
                "this installation has no backend " + name + "; allowed: " + String.join(", ", names()));
    }

    private Choice fastest() {
        List<String> reasons = new ArrayList<>();
        for (GemmProvider provider : providers) {
            try {
                return new Choice(load(provider), Optional.empty());
            } catch (GemmUnavailableException e) {
                reasons.add(e.getMessage());
            }
        }
        String why = reasons.isEmpty() ? "no native backend is installed" : String.join("; ", reasons);
        return new Choice(new JavaGemm(), Optional.of("matrix products run in plain Java, which is slower: " + why));
    }

    private static Gemm load(GemmProvider provider) {
        try {
            return provider.load();
        } catch (LinkageError e) {
            throw new GemmUnavailableException("backend " + provider.name() + " did not load: " + e, e);
        }
    }

    /**
     * A product, and what the user should be told about it.
     *
     * @param gemm serves the matrix products
     * @param note one line that says why {@code auto} fell back to plain Java; empty otherwise
     */
    public record Choice(Gemm gemm, Optional<String> note) {}
}
