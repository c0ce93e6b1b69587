/** What the headers of a 64-bit ELF executable say (see elf(5)). */
export type Elf = {
  readonly byteOrder: 'little' | 'big';
  /** The CPU: its number as e_machine. */
  readonly machine: number;
  readonly segments: readonly {readonly type: number; readonly flags: number}[];
};

export function parseElf(file: Uint8Array): Elf {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) !== 0x7f454c46) throw new Error('not an ELF file');
  if (view.getUint8(4) !== 2) throw new Error('not of 64 bits');
  const little = view.getUint8(5) === 1;
  const start = Number(view.getBigUint64(32, little));
  const size = view.getUint16(54, little);
  const count = view.getUint16(56, little);
  const segments = Array.from({length: count}, (_, i) => ({
    type: view.getUint32(start + i * size, little),
    flags: view.getUint32(start + i * size + 4, little),
  }));
  return {byteOrder: little ? 'little' : 'big', machine: view.getUint16(18, little), segments};
}
