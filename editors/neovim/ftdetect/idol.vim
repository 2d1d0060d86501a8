autocmd BufNewFile,BufRead *.idol setfiletype idol
