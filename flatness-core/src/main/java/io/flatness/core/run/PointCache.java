package io.flatness.core.run;

import io.flatness.core.host.Memos;
import io.flatness.spi.loss.Transformed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The points used last, with their memos; older ones are made again when needed. */
final class PointCache {
    private static final int CAPACITY = 8;
    private static final String IDENTITY = "[]";

    private final Map<String, Transformed> points = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Memos> memos = new LinkedHashMap<>(16, 0.75f, true);

    Transformed get(String chain, Supplier<Transformed> make) {
        synchronized (this) {
            Transformed known = points.get(chain);
            if (known != null) {
                return known;
            }
        }
        Transformed made = make.get();
        synchronized (this) {
            Transformed known = points.putIfAbsent(chain, made);
            trim(points);
            return known == null ? made : known;
        }
    }

    synchronized Memos memos(String chain) {
        Memos of = memos.computeIfAbsent(chain, key -> new Memos());
        trim(memos);
        return of;
    }

    private static <T> void trim(Map<String, T> map) {
        // Every point starts at the identity: count it as used.
        map.get(IDENTITY);
        while (map.size() > CAPACITY) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
