package dev.vigy.runtime.vigy;

import java.util.Arrays;

/// The hash function BLAKE3 in its plain mode, first 32 bytes of output. Ours, because the JDK has
/// none and [VigyId] must agree with the ids of older stores.
///
/// The input is cut into chunks of 1,024 bytes, each hashed in blocks of 64; the chunks are the
/// leaves of a binary tree whose left side is always a full power of two. One buffer holds all of
/// the input, so the tree can be walked from the top. See the BLAKE3 paper, section 2.
final class Blake3 {
  private static final int CHUNK = 1024;
  private static final int BLOCK = 64;

  private static final int CHUNK_START = 1;
  private static final int CHUNK_END = 2;
  private static final int PARENT = 4;
  private static final int ROOT = 8;

  private static final int[] IV = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /// How the words of a block are reordered from round to round.
  private static final int[] PERMUTATION = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

  private Blake3() {}

  /// The hash of `input`, 32 bytes.
  static byte[] hash(byte[] input) {
    int[] words = node(input, 0, input.length, 0, ROOT);
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[i] = (byte) (words[i / 4] >>> (8 * (i % 4)));
    }
    return out;
  }

  /// The chaining value of a subtree. Its depth is the logarithm of the length: no deep recursion.
  private static int[] node(byte[] input, int from, int length, long chunk, int root) {
    if (length <= CHUNK) {
      return chunk(input, from, length, chunk, root);
    }
    int leftChunks = Integer.highestOneBit((length - 1) / CHUNK);
    int left = leftChunks * CHUNK;
    int[] block = new int[16];
    System.arraycopy(node(input, from, left, chunk, 0), 0, block, 0, 8);
    System.arraycopy(
        node(input, from + left, length - left, chunk + leftChunks, 0), 0, block, 8, 8);
    return compress(IV, block, 0, BLOCK, PARENT | root);
  }

  private static int[] chunk(byte[] input, int from, int length, long chunk, int root) {
    int[] value = IV;
    int done = 0;
    // An empty input is still one block.
    do {
      int size = Math.min(BLOCK, length - done);
      boolean last = done + size == length;
      int flags = (done == 0 ? CHUNK_START : 0) | (last ? CHUNK_END | root : 0);
      value = compress(value, block(input, from + done, size), chunk, size, flags);
      done += size;
    } while (done < length);
    return value;
  }

  /// Little-endian words, padded with zeros.
  private static int[] block(byte[] input, int from, int size) {
    int[] words = new int[16];
    for (int i = 0; i < size; i++) {
      words[i / 4] |= (input[from + i] & 0xff) << (8 * (i % 4));
    }
    return words;
  }

  private static int[] compress(int[] value, int[] block, long counter, int size, int flags) {
    int[] s = new int[16];
    System.arraycopy(value, 0, s, 0, 8);
    System.arraycopy(IV, 0, s, 8, 4);
    s[12] = (int) counter;
    s[13] = (int) (counter >>> 32);
    s[14] = size;
    s[15] = flags;
    int[] m = block;
    for (int round = 0; round < 7; round++) {
      mix(s, 0, 4, 8, 12, m[0], m[1]);
      mix(s, 1, 5, 9, 13, m[2], m[3]);
      mix(s, 2, 6, 10, 14, m[4], m[5]);
      mix(s, 3, 7, 11, 15, m[6], m[7]);
      mix(s, 0, 5, 10, 15, m[8], m[9]);
      mix(s, 1, 6, 11, 12, m[10], m[11]);
      mix(s, 2, 7, 8, 13, m[12], m[13]);
      mix(s, 3, 4, 9, 14, m[14], m[15]);
      int[] old = m;
      m = new int[16];
      for (int i = 0; i < 16; i++) {
        m[i] = old[PERMUTATION[i]];
      }
    }
    for (int i = 0; i < 8; i++) {
      s[i] ^= s[i + 8];
    }
    return Arrays.copyOf(s, 8);
  }

  private static void mix(int[] s, int a, int b, int c, int d, int x, int y) {
    s[a] = s[a] + s[b] + x;
    s[d] = Integer.rotateRight(s[d] ^ s[a], 16);
    s[c] = s[c] + s[d];
    s[b] = Integer.rotateRight(s[b] ^ s[c], 12);
    s[a] = s[a] + s[b] + y;
    s[d] = Integer.rotateRight(s[d] ^ s[a], 8);
    s[c] = s[c] + s[d];
    s[b] = Integer.rotateRight(s[b] ^ s[c], 7);
  }
}
